/** Arrays over shared memory, which threads read and write together. */
export const sharedNumbers = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
export const sharedWholes = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
export const sharedWords = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length));
export const sharedBytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

/** A copy in shared memory. */
export function shareNumbers(values: ArrayLike<number>): Float64Array {
  const shared = sharedNumbers(values.length);
  shared.set(values);
  return shared;
}

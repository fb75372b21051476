/** Float32 numbers as base64 of their little-endian bytes: exact, and a third of the size of decimals. */
export function toText(values: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => bytes.setFloat32(4 * i, value, true));
  const parts: string[] = [];
  for (let at = 0; at < bytes.byteLength; at += 0x8000)
    parts.push(String.fromCharCode(...new Uint8Array(bytes.buffer, at, Math.min(0x8000, bytes.byteLength - at))));
  return btoa(parts.join(""));
}

/** The numbers of {@link toText}, as float64. */
export function fromText(text: string): Float64Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

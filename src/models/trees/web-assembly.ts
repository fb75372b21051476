/** Memory that threads share. */
export interface WebAssemblyMemory {
  readonly buffer: SharedArrayBuffer;
}

/**
 * The part of WebAssembly that the trees use. It is in Node and in every browser; it is typed here because notebooks
 * compile without the browser's types.
 */
export const webAssembly = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (options: { initial: number; maximum: number; shared: true }) => WebAssemblyMemory;
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
    };
  }
).WebAssembly;

/**
 * Reads a JSON document that the archive holds compressed, because it is large and loaded only when asked for. A host
 * that unpacks files on the way may do so.
 */
export async function packedJson<T>(file: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<T> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked
    ? await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text()
    : new TextDecoder().decode(bytes);
  return JSON.parse(text) as T;
}

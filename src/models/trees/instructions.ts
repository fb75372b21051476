import { webAssembly, type WebAssemblyMemory } from "./web-assembly.js";

/** Most pages of 64 KiB that a memory can have. */
export const mostPages = 65_536;

const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(Math.floor(value / 128))];

const signed = (value: number): number[] =>
  value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];

/** The few instructions of WebAssembly that the kernels are made of. */
export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const add = [0x6a];
export const subtract = [0x6b];
export const multiply = [0x6c];
export const and = [0x71];
export const shiftLeft = [0x74];
export const shiftRight = [0x76];
export const isBelow = [0x49];
export const load = [0x28, 2, 0];
export const loadByte = [0x2d, 0, 0];
export const store = [0x36, 2, 0];
export const loadPair = (offset: number): number[] => [0xfd, 0, 3, ...unsigned(offset)];
export const storePair = (offset: number): number[] => [0xfd, 11, 3, ...unsigned(offset)];
export const addPairs = [0xfd, ...unsigned(0xf0)];
export const copy = [0xfc, 10, 0, 0];
export const loop = [0x03, 0x40];
export const again = [0x0d, 0];
export const end = [0x0b];

const wholeNumber = 0x7f;
const pair = 0x7b;

const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];

/** A module of one function over the shared memory: whole numbers in, and out where it `returns`; pairs are its last locals. */
export function assemble(
  { parameters, wholes, pairs, returns }: { parameters: number; wholes: number; pairs: number; returns: boolean },
  body: number[],
): Uint8Array {
  const code = [2, wholes, wholeNumber, pairs, pair, ...body, ...end];
  const takes = Array.from({ length: parameters }, () => wholeNumber);
  return Uint8Array.from(
    [
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, [1, 0x60, parameters, ...takes, ...(returns ? [1, wholeNumber] : [0])]),
      section(2, [1, 1, 0x65, 1, 0x6d, 2, 3, 1, ...unsigned(mostPages)]),
      section(3, [1, 0]),
      section(7, [1, 1, 0x66, 0, 0]),
      section(10, [1, ...unsigned(code.length), ...code]),
    ].flat(),
  );
}

/** Makes a module's function for a memory; the module is compiled once. */
export function makeKernel<Kernel>(bytes: Uint8Array): (memory: WebAssemblyMemory) => Kernel {
  let compiled: object | undefined;
  return (memory) => {
    compiled ??= new webAssembly.Module(bytes);
    return new webAssembly.Instance(compiled, { e: { m: memory } }).exports["f"] as Kernel;
  };
}

/** The parts of jStat in use; it ships no types. */
declare module "jstat" {
  interface Inverse<Parameters extends number[]> {
    inv(p: number, ...parameters: Parameters): number;
  }
  const jstat: { beta: Inverse<[number, number]>; chisquare: Inverse<[number]>; studentt: Inverse<[number]> };
  export default jstat;
}

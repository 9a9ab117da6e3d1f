/** Of compressjs, which has no types, what the tests use: a compressor to make archives with. */
declare module "compressjs" {
  export const Bzip2: {
    /** @param level - size of a block, in 100 kB */
    compressFile(input: Uint8Array, output: null, level: number): Uint8Array;
  };
}

/** Bytes of a column's values, or of a dictionary, that are held at once: no file of a common writer comes near. */
export const MOST_BYTES = 512 * 1024 * 1024;
/** Values of a nested column, or entries of a dictionary, that are held at once. */
export const MOST_VALUES = 32 * 1024 * 1024;
/** What a compressed block may hold; the specification's length of 23 bits allows no more. */
export const LARGEST_BLOCK = 8 * 1024 * 1024;
/** Postscript, footer or footer of a stripe, decompressed. */
export const LARGEST_METADATA = 256 * 1024 * 1024;

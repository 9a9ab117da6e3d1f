/**
 * The bytes that begin a value in Fressian (https://github.com/Datomic/fressian/wiki, and `org.fressian.impl.Codes` of
 * its reference implementation, which is the fuller source). `…_PACKED` is the first of a range: what it stands for
 * is in the byte itself, for instance the length of a short string.
 */

/** A value that an earlier byte has put into the cache: places 0 to 31. */
export const CACHED_PACKED = 0x80;
export const CACHED_PACKED_END = 0xa0;
/** A struct of a kind that was described before: kinds 0 to 15. */
export const STRUCT_PACKED = 0xa0;
export const STRUCT_PACKED_END = 0xb0;

export const MAP = 0xc0;
export const SET = 0xc1;
export const BIG_INTEGER = 0xc6;
export const SYMBOL = 0xc9;
export const KEYWORD = 0xca;

export const GET_CACHED = 0xcc;
export const PUT_CACHED = 0xcd;

/** Up to 7 bytes. */
export const BYTES_PACKED = 0xd0;
export const BYTES_CHUNK = 0xd8;
export const BYTES = 0xd9;
/** Up to 7 bytes. */
export const STRING_PACKED = 0xda;
export const STRING_CHUNK = 0xe2;
export const STRING = 0xe3;
/** Up to 7 items. */
export const LIST_PACKED = 0xe4;
export const LIST = 0xec;
/** A list up to END_COLLECTION. */
export const BEGIN_CLOSED_LIST = 0xed;
/** A list up to END_COLLECTION or the end of the file. */
export const BEGIN_OPEN_LIST = 0xee;

/** Describes a kind of struct (a tag, a number of fields) and is its first one. */
export const STRUCT_TYPE = 0xef;
/** A struct of a kind that was described before. */
export const STRUCT = 0xf0;

export const TRUE = 0xf5;
export const FALSE = 0xf6;
export const NULL = 0xf7;
export const INTEGER = 0xf8;
export const FLOAT = 0xf9;
export const DOUBLE = 0xfa;
export const DOUBLE_0 = 0xfb;
export const DOUBLE_1 = 0xfc;
export const END_COLLECTION = 0xfd;
export const RESET_CACHES = 0xfe;
export const MINUS_ONE = 0xff;

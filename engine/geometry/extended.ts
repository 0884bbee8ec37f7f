import { writeWkb } from './wkb.js';
import { wktOf } from './text.js';
import type { Spatial } from './geometry.js';

/** PostGIS's extensions of well-known text and binary: they begin with the number of the coordinate system. */
const SRID_FLAG = 0x20000000;

/** `SRID=4326;POINT(1 2)`; of text without it the number is null. */
export function ofEwkt(text: string): { readonly srid: number | null; readonly wkt: string } {
  const [head = '', srid] = /^\s*SRID\s*=\s*(\d{1,9})\s*;/i.exec(text) ?? [];
  return srid === undefined ? { srid: null, wkt: text } : { srid: Number(srid), wkt: text.slice(head.length) };
}

export const ewktOf = ({ srid, shape }: Spatial): string => (srid === 0 ? wktOf(shape) : `SRID=${srid};${wktOf(shape)}`);

/** Extended well-known binary as plain one, and its number, null where it has none. */
export function ofEwkb(bytes: Uint8Array): { readonly srid: number | null; readonly wkb: Uint8Array } {
  if (bytes.length < 9) return { srid: null, wkb: bytes };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.getUint8(0) === 1;
  const type = view.getUint32(1, isLittle);
  if ((type & SRID_FLAG) === 0) return { srid: null, wkb: bytes };
  const wkb = Buffer.concat([bytes.subarray(0, 5), bytes.subarray(9)]);
  new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength).setUint32(1, type & ~SRID_FLAG, isLittle);
  return { srid: view.getUint32(5, isLittle), wkb };
}

export function ewkbOf({ srid, shape }: Spatial): Buffer {
  const wkb = writeWkb(shape);
  if (srid === 0) return wkb;
  const head = Buffer.alloc(9);
  head.writeUInt8(1);
  head.writeUInt32LE((wkb.readUInt32LE(1) | SRID_FLAG) >>> 0, 1);
  head.writeUInt32LE(srid, 5);
  return Buffer.concat([head, wkb.subarray(5)]);
}

import { WkbReader, writeWkb } from './wkb.js';

/** A geometry with the number of its coordinate system. */
export interface Spatial {
  readonly srid: number;
  readonly shape: JstsGeometry;
}

/** What one call may have to look at: it is computed on the thread that serves all clients. */
const MOST_BYTES = 1_000_000;

/** A geometry in MySQL's own form: four bytes of SRID, then WKB (manual, "Internal Geometry Storage Format"). ER_GIS_INVALID_DATA in words. */
export function readGeometry(bytes: Uint8Array): Spatial {
  const srid = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  return { srid, shape: readWkb(bytes.subarray(4)) };
}

/** WKB alone. */
export function readWkb(bytes: Uint8Array): JstsGeometry {
  checkSize(bytes.length);
  try {
    return new WkbReader(bytes).read();
  } catch (error) {
    throw new Error('Invalid GIS data: a geometry is made by ST_GeomFromText, ST_GeomFromWKB and their kin', { cause: error });
  }
}

/** Throws where a geometry is longer than what functions take. */
export function checkSize(length: number): void {
  if (length > MOST_BYTES) throw new Error(`a geometry of ${length} bytes is more than the ${MOST_BYTES} that functions take`);
}

export function writeGeometry({ srid, shape }: Spatial): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(srid);
  return Buffer.concat([head, writeWkb(shape)]);
}

import { jts } from './loaded.js';

/** Kinds of geometries by their numbers in WKB (OGC 06-103r4, "Well-known Binary Representation"). */
const KINDS = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'];
const DEEPEST = 32;

/** Reads well-known binary; throws for what is none. Every count is checked against the bytes that are there. */
export class WkbReader {
  readonly #view: DataView;
  readonly #factory = new (jts().GeometryFactory)();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): JstsGeometry {
    const geometry = this.#geometry(0);
    if (this.#at !== this.#view.byteLength) throw new Error('bytes behind the geometry');
    return geometry;
  }

  #geometry(depth: number): JstsGeometry {
    if (depth > DEEPEST) throw new Error('nested too deep');
    const isLittle = this.#byte() === 1;
    const kind = KINDS[this.#uint32(isLittle)];
    switch (kind) {
      case 'Point': {
        const point = this.#coordinate(isLittle);
        return Number.isNaN(point.x) ? this.#factory.createPoint() : this.#factory.createPoint(point);
      }
      case 'LineString':
        return this.#factory.createLineString(this.#coordinates(isLittle));
      case 'Polygon': {
        const [shell, ...holes] = this.#many(isLittle, 4, () => this.#factory.createLinearRing(this.#coordinates(isLittle)));
        return this.#factory.createPolygon(shell ?? this.#factory.createLinearRing([]), holes);
      }
      case 'MultiPoint':
        return this.#factory.createMultiPoint(this.#parts(isLittle, depth));
      case 'MultiLineString':
        return this.#factory.createMultiLineString(this.#parts(isLittle, depth));
      case 'MultiPolygon':
        return this.#factory.createMultiPolygon(this.#parts(isLittle, depth));
      case 'GeometryCollection':
        return this.#factory.createGeometryCollection(this.#parts(isLittle, depth));
      default:
        throw new Error('no kind of geometry');
    }
  }

  #parts(isLittle: boolean, depth: number): JstsGeometry[] {
    return this.#many(isLittle, 5, () => this.#geometry(depth + 1));
  }

  #coordinates(isLittle: boolean): JstsCoordinate[] {
    return this.#many(isLittle, 16, () => this.#coordinate(isLittle));
  }

  #many<Item>(isLittle: boolean, leastSize: number, read: () => Item): Item[] {
    const count = this.#uint32(isLittle);
    if (count * leastSize > this.#view.byteLength - this.#at) throw new Error('fewer bytes than announced');
    return Array.from({ length: count }, read);
  }

  #coordinate(isLittle: boolean): JstsCoordinate {
    const x = this.#view.getFloat64(this.#at, isLittle);
    const y = this.#view.getFloat64(this.#at + 8, isLittle);
    this.#at += 16;
    return new (jts().Coordinate)(x, y);
  }

  #byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  #uint32(isLittle: boolean): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, isLittle);
  }
}

/** Little-endian well-known binary. */
export function writeWkb(geometry: JstsGeometry): Buffer {
  const type = geometry.getGeometryType();
  const kind = KINDS.indexOf(type === 'LinearRing' ? 'LineString' : type);
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(kind, 1);
  switch (KINDS[kind]) {
    case 'Point':
      return Buffer.concat([head, geometry.isEmpty() ? pairs([{ x: NaN, y: NaN }]) : pairs(geometry.getCoordinates())]);
    case 'LineString':
      return Buffer.concat([head, counted(geometry.getCoordinates())]);
    case 'Polygon': {
      const rings = ringsOf(geometry as JstsPolygon);
      return Buffer.concat([head, count(rings.length), ...rings.map((ring) => counted(ring.getCoordinates()))]);
    }
    default: {
      const parts = partsOf(geometry);
      return Buffer.concat([head, count(parts.length), ...parts.map(writeWkb)]);
    }
  }
}

/** The rings of a polygon, the outer one first. */
export function ringsOf(polygon: JstsPolygon): readonly JstsGeometry[] {
  if (polygon.isEmpty()) return [];
  return [polygon.getExteriorRing(), ...Array.from({ length: polygon.getNumInteriorRing() }, (_, index) => polygon.getInteriorRingN(index))];
}

export function partsOf(geometry: JstsGeometry): readonly JstsGeometry[] {
  return Array.from({ length: geometry.getNumGeometries() }, (_, index) => geometry.getGeometryN(index));
}

function count(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}

const counted = (coordinates: readonly JstsCoordinate[]): Buffer => Buffer.concat([count(coordinates.length), pairs(coordinates)]);

function pairs(coordinates: readonly JstsCoordinate[]): Buffer {
  const bytes = Buffer.alloc(coordinates.length * 16);
  for (const [index, { x, y }] of coordinates.entries()) {
    bytes.writeDoubleLE(x, index * 16);
    bytes.writeDoubleLE(y, index * 16 + 8);
  }
  return bytes;
}

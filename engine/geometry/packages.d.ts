/** What we use of JSTS, whose own declarations name neither its geometries' kinds nor their methods. */
interface JstsCoordinate {
  readonly x: number;
  readonly y: number;
}

interface JstsEnvelope {
  isNull(): boolean;
  getMinX(): number;
  getMinY(): number;
  getMaxX(): number;
  getMaxY(): number;
  contains(other: JstsEnvelope): boolean;
  intersects(other: JstsEnvelope): boolean;
}

interface JstsGeometry {
  getGeometryType(): string;
  getDimension(): number;
  getCoordinates(): JstsCoordinate[];
  getNumPoints(): number;
  getNumGeometries(): number;
  getGeometryN(index: number): JstsGeometry;
  getArea(): number;
  getLength(): number;
  isEmpty(): boolean;
  getEnvelopeInternal(): JstsEnvelope;
}

interface JstsPolygon extends JstsGeometry {
  getExteriorRing(): JstsGeometry;
  getNumInteriorRing(): number;
  getInteriorRingN(index: number): JstsGeometry;
}

declare module 'jsts/org/locationtech/jts/geom/Coordinate.js' {
  const Coordinate: new (x: number, y: number) => JstsCoordinate;
  export default Coordinate;
}

declare module 'jsts/org/locationtech/jts/geom/GeometryFactory.js' {
  export default class GeometryFactory {
    createPoint(coordinate?: JstsCoordinate): JstsGeometry;
    createLineString(coordinates: JstsCoordinate[]): JstsGeometry;
    createLinearRing(coordinates: JstsCoordinate[]): JstsGeometry;
    createPolygon(shell: JstsGeometry, holes: JstsGeometry[]): JstsGeometry;
    createMultiPoint(points: JstsGeometry[]): JstsGeometry;
    createMultiLineString(lines: JstsGeometry[]): JstsGeometry;
    createMultiPolygon(polygons: JstsGeometry[]): JstsGeometry;
    createGeometryCollection(geometries: JstsGeometry[]): JstsGeometry;
  }
}

declare module 'jsts/org/locationtech/jts/io/WKTReader.js' {
  export default class WKTReader {
    read(text: string): JstsGeometry;
  }
}

declare module 'jsts/org/locationtech/jts/io/GeoJSONReader.js' {
  export default class GeoJSONReader {
    read(json: string): JstsGeometry;
  }
}

declare module 'jsts/org/locationtech/jts/operation/relate/RelateOp.js' {
  type Relation = (a: JstsGeometry, b: JstsGeometry) => boolean;
  const RelateOp: { readonly contains: Relation; readonly covers: Relation; readonly crosses: Relation; readonly disjoint: Relation; readonly equalsTopo: Relation; readonly intersects: Relation; readonly overlaps: Relation; readonly touches: Relation };
  export default RelateOp;
}

declare module 'jsts/org/locationtech/jts/operation/overlay/OverlayOp.js' {
  type Overlay = (a: JstsGeometry, b: JstsGeometry) => JstsGeometry;
  const OverlayOp: { readonly union: Overlay; readonly intersection: Overlay; readonly difference: Overlay; readonly symDifference: Overlay };
  export default OverlayOp;
}

declare module 'jsts/org/locationtech/jts/operation/buffer/BufferOp.js' {
  const BufferOp: { bufferOp(geometry: JstsGeometry, distance: number): JstsGeometry };
  export default BufferOp;
}

declare module 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js' {
  const IsValidOp: { isValid(geometry: JstsGeometry): boolean };
  export default IsValidOp;
}

declare module 'jsts/org/locationtech/jts/operation/IsSimpleOp.js' {
  export default class IsSimpleOp {
    constructor(geometry: JstsGeometry);
    isSimple(): boolean;
  }
}

declare module 'jsts/org/locationtech/jts/operation/distance/DistanceOp.js' {
  const DistanceOp: { distance(a: JstsGeometry, b: JstsGeometry): number };
  export default DistanceOp;
}

declare module 'jsts/org/locationtech/jts/algorithm/ConvexHull.js' {
  export default class ConvexHull {
    constructor(geometry: JstsGeometry);
    getConvexHull(): JstsGeometry;
  }
}

declare module 'jsts/org/locationtech/jts/algorithm/Centroid.js' {
  const Centroid: { getCentroid(geometry: JstsGeometry): JstsCoordinate };
  export default Centroid;
}

declare module 'jsts/org/locationtech/jts/simplify/DouglasPeuckerSimplifier.js' {
  const DouglasPeuckerSimplifier: { simplify(geometry: JstsGeometry, tolerance: number): JstsGeometry };
  export default DouglasPeuckerSimplifier;
}

/** All that is used of JSTS, the JTS Topology Suite in JavaScript. */
export { default as Coordinate } from 'jsts/org/locationtech/jts/geom/Coordinate.js';
export { default as GeometryFactory } from 'jsts/org/locationtech/jts/geom/GeometryFactory.js';
export { default as WKTReader } from 'jsts/org/locationtech/jts/io/WKTReader.js';
export { default as GeoJSONReader } from 'jsts/org/locationtech/jts/io/GeoJSONReader.js';
export { default as RelateOp } from 'jsts/org/locationtech/jts/operation/relate/RelateOp.js';
export { default as OverlayOp } from 'jsts/org/locationtech/jts/operation/overlay/OverlayOp.js';
export { default as BufferOp } from 'jsts/org/locationtech/jts/operation/buffer/BufferOp.js';
export { default as IsValidOp } from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js';
export { default as IsSimpleOp } from 'jsts/org/locationtech/jts/operation/IsSimpleOp.js';
export { default as DistanceOp } from 'jsts/org/locationtech/jts/operation/distance/DistanceOp.js';
export { default as ConvexHull } from 'jsts/org/locationtech/jts/algorithm/ConvexHull.js';
export { default as Centroid } from 'jsts/org/locationtech/jts/algorithm/Centroid.js';
export { default as DouglasPeuckerSimplifier } from 'jsts/org/locationtech/jts/simplify/DouglasPeuckerSimplifier.js';

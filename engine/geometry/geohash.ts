const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz';

/** More letters than this say nothing that a DOUBLE could. */
const LONGEST_GEOHASH = 20;

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** The geohash of a place: halves of the longitude and of the latitude by turns, five to a letter. */
export function geohashOf(longitude: number, latitude: number, length: number): string {
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) throw new Error(`longitude ${longitude}, latitude ${latitude} is no place`);
  const count = Math.min(Math.max(Math.trunc(length), 1), LONGEST_GEOHASH);
  const axes = [{ value: longitude, low: -180, high: 180 }, { value: latitude, low: -90, high: 90 }];
  let hash = '';
  for (let bit = 0, letter = 0; hash.length < count; bit += 1) {
    const axis = axes[bit % 2];
    if (!axis) break;
    const middle = (axis.low + axis.high) / 2;
    const isUpper = axis.value >= middle;
    if (isUpper) axis.low = middle;
    else axis.high = middle;
    letter = letter * 2 + (isUpper ? 1 : 0);
    if (bit % 5 === 4) {
      hash += LETTERS.charAt(letter);
      letter = 0;
    }
  }
  return hash;
}

/** The box that a geohash names. Throws for what is none. */
export function boxOf(hash: string): Box {
  const letters = hash.toLowerCase();
  if (letters === '' || letters.length > LONGEST_GEOHASH || Array.from(letters).some((letter) => !LETTERS.includes(letter))) throw new Error(`'${hash.slice(0, 40)}' is no geohash`);
  const axes = [{ low: -180, high: 180 }, { low: -90, high: 90 }];
  for (let bit = 0; bit < letters.length * 5; bit += 1) {
    const axis = axes[bit % 2];
    if (!axis) break;
    const middle = (axis.low + axis.high) / 2;
    if ((LETTERS.indexOf(letters.charAt(Math.floor(bit / 5))) >> (4 - (bit % 5))) & 1) axis.low = middle;
    else axis.high = middle;
  }
  const [longitude = { low: 0, high: 0 }, latitude = { low: 0, high: 0 }] = axes;
  return { west: longitude.low, east: longitude.high, south: latitude.low, north: latitude.high };
}

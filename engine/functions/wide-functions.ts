import { BLOB, INTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { castWide, meanOf, productOf, quotientOf, readWide, remainderOf, roundedTo, shapeOf, sumOf, totalOf, unitsOf, wholeQuotientOf, wideOfBytes, type Rounding, type WideDecimal } from '../../sql/display/wide-decimal.js';
import type { NativeFunction, NativeValue } from './native-function.js';
import { readTuple } from './plain-json.js';

/** A tuple of fn.wide as JSON, or a number. */
const operand = (value: NativeValue | undefined): WideDecimal => readTuple(String(value)) ?? readWide(String(value));
/** As the macro fn.wide takes it. */
const form = (wide: WideDecimal): string => `${wide.units}/${shapeOf(wide)}`;

const wide = (name: string, parameters: readonly DuckDBType[], compute: (...args: readonly NativeValue[]) => WideDecimal): NativeFunction => ({ name: `wide_${name}`, parameters, result: VARCHAR, compute: (...args) => form(compute(...args)) });

/** DECIMALs of 39 to 76 digits, which the engine lacks. */
export const WIDE_FUNCTIONS: readonly NativeFunction[] = [
  wide('number', [VARCHAR], (number) => operand(number)),
  wide('cast', [VARCHAR, INTEGER, INTEGER], (text, precision, scale) => castWide(String(text), Number(precision), Number(scale))),
  wide('bytes', [BLOB, INTEGER, INTEGER], (bytes, precision, scale) => wideOfBytes(bytes as Uint8Array, Number(precision), Number(scale))),
  wide('plus', [VARCHAR, VARCHAR], (a, b) => sumOf(operand(a), operand(b), 1n)),
  wide('minus', [VARCHAR, VARCHAR], (a, b) => sumOf(operand(a), operand(b), -1n)),
  wide('times', [VARCHAR, VARCHAR], (a, b) => productOf(operand(a), operand(b))),
  wide('quotient', [VARCHAR, VARCHAR], (a, b) => quotientOf(operand(a), operand(b))),
  wide('whole_quotient', [VARCHAR, VARCHAR], (a, b) => wholeQuotientOf(operand(a), operand(b))),
  wide('remainder', [VARCHAR, VARCHAR], (a, b) => remainderOf(operand(a), operand(b))),
  wide('rounded', [VARCHAR, INTEGER, VARCHAR], (number, digits, how) => roundedTo(operand(number), Number(digits), String(how) as Rounding)),
  wide('mean', [VARCHAR, INTEGER, VARCHAR], (units, shape, count) => meanOf(BigInt(String(units)), Number(shape), BigInt(String(count)))),
  wide('total', [VARCHAR, INTEGER], (units, shape) => totalOf(BigInt(String(units)), Number(shape))),
  { name: 'wide_type', parameters: [VARCHAR], result: VARCHAR, compute: (tuple) => typeText(operand(tuple)) },
  { name: 'wide_units', parameters: [VARCHAR], result: VARCHAR, compute: (number) => String(unitsOf(String(number))) },
];

const typeText = ({ precision, scale }: WideDecimal): string => `DECIMAL(${precision}, ${scale})`;

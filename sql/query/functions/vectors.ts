import { named, rule, type FunctionRule, type Rules } from './rule.js';

/** Of two arrays of numbers; an error if they are not of one length. */
const ofTwo = (list: string): FunctionRule => rule('aa', `${list}(CAST($1 AS DOUBLE[]), CAST($2 AS DOUBLE[]))`, 'number');

/** Databend's vector functions, over arrays of numbers. */
export const VECTORS: Rules = {
  cosine_distance: ofTwo('list_cosine_distance'), l2_distance: ofTwo('list_distance'), inner_product: ofTwo('list_inner_product'), l1_distance: ofTwo('fn.l1_distance'),
  ...named('vector_dims', rule('a', 'len', 'number')), vector_norm: rule('a', 'sqrt(list_inner_product(CAST($1 AS DOUBLE[]), CAST($1 AS DOUBLE[])))', 'number'),
};

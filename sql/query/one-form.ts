import { namedIfHeavy } from './coercion.js';

/** A variant in the form in which it is shown. */
export const inOneForm = (sql: string): string => namedIfHeavy([sql], ([variant = '']) => `fn.one_form(${variant})`);

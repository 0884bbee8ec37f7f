import { JsonScanner, STRING } from '../../sql/json/json-scanner.js';
import { RecentlyUsed } from '../recently-used.js';
import { typeParts } from '../type-parts.js';

/** Where in a value of a type TIMESTAMPs stand; null for none. */
type Places = null | 'here' | { readonly kind: 'list'; readonly element: Places } | PlacesOfMembers;
/** Of what is an object in JSON. */
type PlacesOfMembers = { readonly kind: 'map'; readonly key: Places; readonly value: Places } | { readonly kind: 'tuple'; readonly fields: readonly Places[] };

/**
 * JSON that the engine made of a value of a type, its TIMESTAMPs with six digits behind the point, as they are shown. The engine leaves zeros
 * at their end off. @param type as the engine writes it
 */
export function withWholeMoments(json: string, type: string): string {
  const places = known.get(type) ?? placesIn(type);
  known.set(type, places);
  return places === null ? json : new Rewriter(json, places).whole();
}

const known = new RecentlyUsed<string, Places>(64);

const MOMENT = /^TIMESTAMP(_S|_MS|_NS)?$/;

function placesIn(type: string): Places {
  if (!type.includes('TIMESTAMP')) return null;
  const parts = typeParts(type);
  switch (parts.kind) {
    case 'scalar':
      return MOMENT.test(parts.name) ? 'here' : null;
    case 'list': {
      const element = placesIn(parts.element);
      return element === null ? null : { kind: 'list', element };
    }
    case 'map': {
      const [key, value] = [placesIn(parts.key), placesIn(parts.value)];
      return key === null && value === null ? null : { kind: 'map', key, value };
    }
    case 'tuple': {
      const fields = parts.fields.map((field) => placesIn(field.type));
      return fields.every((field) => field === null) ? null : { kind: 'tuple', fields };
    }
  }
}

class Rewriter extends JsonScanner {
  readonly #places: Places;
  readonly #done: string[] = [];
  /** Up to where the text is done. */
  #from = 0;

  constructor(text: string, places: Places) {
    super(text);
    this.#places = places;
  }

  whole(): string {
    this.#value(this.#places);
    return this.#done.join('') + this.text.slice(this.#from);
  }

  #value(places: Places): void {
    const first = this.text[this.at];
    if (first === '"' && places === 'here') this.#moment();
    else if (first === '[' && places !== null && places !== 'here' && places.kind === 'list') this.#items(() => { this.#value(places.element); });
    else if (first === '{' && places !== null && places !== 'here' && places.kind !== 'list') this.#members(places);
    else this.#skip();
  }

  /** Fields of tuples come in their order. */
  #members(places: PlacesOfMembers): void {
    let field = 0;
    this.#items(() => {
      this.#value(places.kind === 'map' && places.key === 'here' ? 'here' : null);
      this.at += 1;
      this.#value(places.kind === 'map' ? places.value : places.fields[field] ?? null);
      field += 1;
    });
  }

  /** What stands between brackets; the engine writes no blanks. */
  #items(read: () => void): void {
    this.at += 1;
    while (this.at < this.text.length && !/[\]}]/.test(this.text[this.at] ?? '')) {
      read();
      if (this.text[this.at] === ',') this.at += 1;
    }
    this.at += 1;
  }

  #moment(): void {
    const token = this.match(STRING);
    if (token === null) throw this.unexpected();
    this.#done.push(this.text.slice(this.#from, this.at - token.length), `"${wholeMoment(token.slice(1, -1))}"`);
    this.#from = this.at;
  }

  #skip(): void {
    let depth = 0;
    do {
      const char = this.text[this.at];
      if (char === '{' || char === '[') depth += 1;
      if (char === '}' || char === ']') depth -= 1;
      if (char === '"') this.match(STRING);
      else if (this.match(/[^"{}[\],:]+/y) === null) this.at += 1;
    } while (depth > 0 && this.at < this.text.length);
  }
}

function wholeMoment(text: string): string {
  const point = text.indexOf('.');
  if (point >= 0) return text.slice(0, point + 7).padEnd(point + 7, '0');
  return text.endsWith('infinity') ? text : `${text}.000000`;
}

import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { variableDefinitions, type VariableDefinition, type VariableSources } from './definitions.js';

/** The system variables of this process and their global values, which last until it ends. */
export class GlobalVariables {
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  #values: ReadonlyMap<string, Scalar>;

  constructor(sources: VariableSources) {
    this.#definitions = variableDefinitions(sources);
    this.#values = new Map([...this.#definitions].map(([name, { value }]) => [name, value]));
  }

  /** All values as they are now, which stay so: what a session begins with. */
  get values(): ReadonlyMap<string, Scalar> {
    return this.#values;
  }

  /** Throws 2801 (1193). */
  definition(name: string): VariableDefinition {
    const definition = this.#definitions.get(name);
    if (!definition) throw new StagewireError('UnknownVariable', `Unknown system variable '${name}'`);
    return definition;
  }

  has(name: string): boolean {
    return this.#definitions.has(name);
  }

  /** All of them, by name. */
  definitions(): Iterable<VariableDefinition> {
    return this.#definitions.values();
  }

  /** Throws 2801 (1193). */
  get(name: string): Scalar {
    const value = this.#values.get(name);
    return value === undefined ? this.definition(name).value : value;
  }

  set(name: string, value: Scalar): void {
    this.#values = new Map(this.#values).set(name, value);
  }

  /** Back to the value of the start. */
  reset(name: string): void {
    this.set(name, this.definition(name).value);
  }
}

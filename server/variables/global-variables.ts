import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { variableDefinitions, type VariableDefinition, type VariableSources } from './definitions.js';

/** The system variables of this process and their global values, which last until it ends. */
export class GlobalVariables {
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  readonly #changed = new Map<string, Scalar>();

  constructor(sources: VariableSources) {
    this.#definitions = variableDefinitions(sources);
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

  get(name: string): Scalar {
    const definition = this.definition(name);
    return this.#changed.has(name) ? this.#changed.get(name) ?? null : definition.value;
  }

  set(name: string, value: Scalar): void {
    this.#changed.set(name, value);
  }

  /** Back to the value of the start. */
  reset(name: string): void {
    this.#changed.delete(name);
  }
}

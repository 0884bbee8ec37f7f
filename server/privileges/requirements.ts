import type { GlobalPrivilege, StagePrivilege } from '../../sql/privileges.js';
import { parseStageLocation, type StageLocation } from '../../sql/location.js';
import type { Query } from '../../sql/query/parse-query.js';
import type { GrantObject } from '../../sql/statements/grants.js';
import type { StatementKind, StatementOf } from '../../sql/statements/index.js';

/** What a statement needs before its handler may run. */
export type Requirement =
  /** One of the privileges on `*.*`. */
  | { readonly on: 'global'; readonly anyOf: readonly [GlobalPrivilege, ...GlobalPrivilege[]] }
  /** All of the privileges on a stage, which must exist unless `optional`. */
  | { readonly on: 'stage'; readonly stage: string; readonly privileges: readonly StagePrivilege[]; readonly optional?: boolean }
  /** To be that user, or one of the privileges. */
  | { readonly on: 'user'; readonly user: string; readonly anyOf: readonly [GlobalPrivilege, ...GlobalPrivilege[]] }
  /** To have created each of these views that there is, or SUPER. */
  | { readonly on: 'views'; readonly names: readonly string[] }
  /** If the user is the administrator: to be the administrator. */
  | { readonly on: 'account'; readonly user: string };

type Rule<Kind extends StatementKind> = (statement: StatementOf<Kind>) => readonly Requirement[];

const nothing = (): readonly Requirement[] => [];
const global = (...anyOf: [GlobalPrivilege, ...GlobalPrivilege[]]): Requirement => ({ on: 'global', anyOf });
const stage = (name: string, ...privileges: StagePrivilege[]): Requirement => ({ on: 'stage', stage: name, privileges });
const inLocation = ({ stage: name }: StageLocation, privilege: StagePrivilege): readonly Requirement[] => [stage(name, privilege)];

const account = (user: string): Requirement => ({ on: 'account', user });

/** Nobody gives or takes what he does not have himself. */
function held(object: GrantObject): readonly Requirement[] {
  return object.type === 'stage' ? [stage(object.stage, ...object.privileges)] : object.privileges.map((privilege) => global(privilege));
}

/** A location of its own, which belongs to no stage. */
const isUri = (location: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(location);

/** READ on every stage that a query lists or reads a file of. */
function readByQuery({ tableFunctions, fileContents, locations }: Query): readonly Requirement[] {
  const staged = locations.flatMap(({ place }) => (place.kind === 'stage' ? inLocation(place.location, 'READ') : []));
  const contents = fileContents.flatMap(({ location }) => inLocation(location, 'READ'));
  const listed = tableFunctions.flatMap(({ named }) => {
    const location = named.get('location');
    return location?.kind === 'text' && !isUri(location.text) ? inLocation(parseStageLocation(location.text), 'READ') : [];
  });
  return [...staged, ...contents, ...listed];
}

/** The whole table of who may do what; the type checker proves it complete. */
export const REQUIREMENTS: { readonly [Kind in StatementKind]: Rule<Kind> } = {
  'create-stage': ({ name, ifExists }) => [
    global('CREATE STAGE', 'SUPER'),
    ...(ifExists === 'replace' ? [{ on: 'stage', stage: name, privileges: ['READ', 'WRITE'], optional: true } as const] : []),
  ],
  'alter-stage': ({ name, ifExists }) => [{ on: 'stage', stage: name, privileges: ['READ', 'WRITE'], optional: ifExists }],
  'drop-stage': ({ name, ifExists }) => [{ on: 'stage', stage: name, privileges: ['READ', 'WRITE'], optional: ifExists }],
  'describe-stage': nothing,
  'show-stages': nothing,
  list: ({ location }) => inLocation(location, 'READ'),
  remove: ({ location }) => inLocation(location, 'WRITE'),
  presign: ({ location, action }) => inLocation(location, action === 'upload' ? 'WRITE' : 'READ'),
  put: ({ folder }) => inLocation(folder, 'WRITE'),
  get: ({ location }) => inLocation(location, 'READ'),
  'create-connection': () => [global('SUPER')],
  'drop-connection': () => [global('SUPER')],
  'describe-connection': nothing,
  'show-connections': nothing,
  'create-file-format': () => [global('SUPER')],
  'alter-file-format': () => [global('SUPER')],
  'drop-file-format': () => [global('SUPER')],
  'describe-file-format': nothing,
  'show-file-formats': nothing,
  'create-view': ({ view, ifExists, query }) => [
    global('CREATE VIEW', 'SUPER'),
    ...(ifExists === 'replace' || ifExists === 'alter' ? [{ on: 'views', names: [view.name] } as const] : []),
    ...readByQuery(query),
  ],
  'drop-view': ({ views }) => [global('CREATE VIEW', 'SUPER'), { on: 'views', names: views.map(({ name }) => name) }],
  // There are no tables that could be dropped.
  'drop-table': nothing,
  truncate: () => [global('SUPER')],
  'create-user': ({ name }) => [global('CREATE USER', 'SUPER'), account(name)],
  'alter-user': ({ name, requires, disabled }) => [
    requires === null && disabled === null ? { on: 'user', user: name, anyOf: ['CREATE USER', 'SUPER'] } : global('CREATE USER', 'SUPER'),
    account(name),
  ],
  'drop-user': ({ name }) => [global('CREATE USER', 'SUPER'), account(name)],
  'show-users': () => [global('CREATE USER', 'SUPER', 'GRANT')],
  grant: ({ object }) => [global('GRANT'), ...held(object)],
  revoke: ({ object }) => [global('GRANT'), ...held(object)],
  'show-grants': ({ of }) => {
    if (of.type === 'stage') return [global('GRANT', 'SUPER'), stage(of.name)];
    return of.name === null ? [] : [{ on: 'user', user: of.name, anyOf: ['GRANT', 'SUPER'] }];
  },
  // What its expressions read is checked when they are evaluated, as for DO and KILL.
  set: ({ assignments }) => (assignments.some((assignment) => (assignment.target === 'system' && assignment.scope !== 'session') || (assignment.target === 'transaction' && assignment.scope === 'global')) ? [global('SUPER')] : []),
  'set-password': ({ name }) => (name === null ? [] : [{ on: 'user', user: name, anyOf: ['CREATE USER', 'SUPER'] }, account(name)]),
  use: nothing,
  do: nothing,
  help: nothing,
  'maintain-tables': nothing,
  'no-operation': nothing,
  lock: nothing,
  flush: ({ status }) => (status ? [global('SUPER')] : []),
  transaction: nothing,
  // Whose connection it is decides, which only the list of connections knows.
  kill: nothing,
  'show-processlist': nothing,
  'reload-tls': () => [global('SUPER')],
  'show-databases': nothing,
  'show-tables': nothing,
  'show-variables': nothing,
  'show-status': nothing,
  'show-warnings': nothing,
  'show-topic': nothing,
  'show-columns': nothing,
  'show-indexes': nothing,
  'show-create': nothing,
  'show-engine': nothing,
  'describe-table': nothing,
  explain: ({ query }) => readByQuery(query),
  'explain-connection': nothing,
  prepare: nothing,
  // What it executes is checked for itself.
  execute: nothing,
  deallocate: nothing,
  query: readByQuery,
};

/** The requirements of one statement. */
export function requirementsOf<Kind extends StatementKind>(statement: StatementOf<Kind>): readonly Requirement[] {
  const rule = REQUIREMENTS[statement.kind] as unknown as Rule<Kind>;
  return rule(statement);
}

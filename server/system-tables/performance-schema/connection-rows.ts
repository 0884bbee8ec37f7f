import { processesOf, withoutPort } from '../../metadata/processes.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import { managesProcesses } from '../../privileges/authorize.js';
import { parameterText } from '../../../sql/parameter.js';
import { once, type Row, type RowSource } from '../system-table.js';

async function threadRows(context: MetadataContext): Promise<readonly Row[]> {
  return (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement, connectionType }) => ({
    THREAD_ID: id, NAME: 'thread/sql/one_connection', TYPE: 'FOREGROUND', PROCESSLIST_ID: id, PROCESSLIST_USER: user, PROCESSLIST_HOST: withoutPort(host),
    PROCESSLIST_DB: database, PROCESSLIST_COMMAND: command, PROCESSLIST_TIME: seconds, PROCESSLIST_STATE: state, PROCESSLIST_INFO: statement,
    INSTRUMENTED: 'YES', HISTORY: 'YES', CONNECTION_TYPE: connectionType, EXECUTION_ENGINE: 'PRIMARY', TELEMETRY_ACTIVE: 'NO',
  }));
}

async function attributeRows(context: MetadataContext): Promise<readonly Row[]> {
  return (await processesOf(context)).flatMap(({ id, attributes }) =>
    [...attributes].map(([name, value], index) => ({ PROCESSLIST_ID: id, ATTR_NAME: name, ATTR_VALUE: value, ORDINAL_POSITION: index })));
}

const processRows: RowSource = once(async (context) => (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement }) => ({
  ID: id, USER: user, HOST: host, DB: database, COMMAND: command, TIME: seconds, STATE: state, INFO: statement, EXECUTION_ENGINE: 'PRIMARY',
})));

/** Connections now and since the start, summed up by the given columns of an account. */
function byAccount(columns: (account: { readonly user: string; readonly host: string }) => Row): RowSource {
  return once(async (context) => {
    const { services, session } = context;
    const groups = new Map<string, { readonly columns: Row; current: number; total: number }>();
    const groupOf = (account: { readonly user: string; readonly host: string }): { current: number; total: number } => {
      const key = JSON.stringify(Object.values(columns(account)));
      const group = groups.get(key) ?? { columns: columns(account), current: 0, total: 0 };
      groups.set(key, group);
      return group;
    };
    const all = await managesProcesses(services.catalog, session.identity.user);
    for (const account of services.activity.accounts) if (all || account.user === session.identity.user) groupOf(account).total += account.logins;
    for (const { user, host } of services.processes.all()) {
      if (user !== null && (all || user === session.identity.user)) groupOf({ user, host: withoutPort(host) }).current += 1;
    }
    return [...groups.values()].map((group) => ({ ...group.columns, CURRENT_CONNECTIONS: group.current, TOTAL_CONNECTIONS: group.total }));
  });
}

/** Tables about connections and who has them. */
export const CONNECTION_ROWS: Readonly<Record<string, RowSource>> = {
  processlist: processRows,
  threads: once(threadRows),
  session_connect_attrs: once(attributeRows),
  session_account_connect_attrs: once(async (context) => (await attributeRows(context)).filter(({ PROCESSLIST_ID }) => PROCESSLIST_ID === context.session.id)),
  accounts: byAccount(({ user, host }) => ({ USER: user, HOST: host })),
  users: byAccount(({ user }) => ({ USER: user })),
  hosts: byAccount(({ host }) => ({ HOST: host })),
  // Those of other sessions are their own business.
  user_variables_by_thread: once(({ session }) => [...session.userVariables].map(([name, value]) => ({ THREAD_ID: session.id, VARIABLE_NAME: name, VARIABLE_VALUE: parameterText(value) }))),
};

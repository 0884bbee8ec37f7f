import type { CreateConnection, DescribeConnection, DropConnection, ShowConnections } from './connections.js';
import type { AlterFileFormat, CreateFileFormat, DescribeFileFormat, DropFileFormat, ShowFileFormats } from './file-formats.js';
import type { ListFiles, Presign, RemoveFiles } from './files.js';
import type { Grant, Revoke, ShowGrants } from './grants.js';
import type { GetFiles, PutFiles } from './local-files.js';
import type { Deallocate, Execute, Prepare } from './prepared.js';
import type { Query } from '../query/parse-query.js';
import type { SetPassword } from './accounts.js';
import type { Do, Help } from './evaluation.js';
import type { MaintainTables } from './maintenance.js';
import type { Flush, Lock, NoOperation } from './no-operation.js';
import type { SetVariables, Use } from './session.js';
import type { Transaction } from './transactions.js';
import type { Explain, ExplainConnection } from './explain.js';
import type { DescribeTable, ShowColumns, ShowCreate, ShowEngine, ShowIndexes } from './show-object.js';
import type { ShowTopicStatement } from './show-topics.js';
import type { ShowDatabases, ShowStatus, ShowTables, ShowVariables, ShowWarnings } from './show.js';
import type { AlterStage, CreateStage, DescribeStage, DropStage, ShowStages } from './stages.js';
import type { AlterUser, CreateUser, DropUser, ShowUsers } from './users.js';
import type { Truncate } from './truncate.js';
import type { CreateView, DropTable, DropView } from './views.js';
import type { Kill, ReloadTls, ShowProcessList } from './processes.js';

/** Everything that a client can ask for. Tables keyed by `kind` are checked for completeness. */
export type Statement =
  | CreateStage | AlterStage | DropStage | DescribeStage | ShowStages
  | ListFiles | RemoveFiles | Presign
  | PutFiles | GetFiles
  | CreateConnection | DropConnection | DescribeConnection | ShowConnections
  | CreateFileFormat | AlterFileFormat | DropFileFormat | DescribeFileFormat | ShowFileFormats
  | CreateView | DropView | DropTable | Truncate
  | CreateUser | AlterUser | DropUser | ShowUsers
  | Grant | Revoke | ShowGrants
  | SetVariables | SetPassword | Use | Transaction
  | Do | Help | MaintainTables | NoOperation | Lock | Flush
  | ShowDatabases | ShowTables | ShowVariables | ShowStatus | ShowWarnings
  | Prepare | Execute | Deallocate
  | Kill | ShowProcessList | ReloadTls
  | ShowTopicStatement | ShowColumns | ShowIndexes | ShowCreate | ShowEngine | DescribeTable | Explain | ExplainConnection
  | Query;

export type StatementKind = Statement['kind'];
export type StatementOf<Kind extends StatementKind> = Extract<Statement, { readonly kind: Kind }>;

import type { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

const STATUS_OK = 0x00;

export interface StmtPrepareOk {
  readonly statementId: number;
  readonly columnCount: number;
  readonly parameterCount: number;
  readonly warnings: number;
  /** Whether definitions of parameters and columns follow; null where OPTIONAL_RESULTSET_METADATA was not agreed: they do. */
  readonly metadataFollows: boolean | null;
}

/** Manual page "COM_STMT_PREPARE Response", its first packet COM_STMT_PREPARE_OK. */
export function writeStmtPrepareOk(bytes: ByteWriter, packet: StmtPrepareOk): void {
  bytes.uint8(STATUS_OK);
  bytes.uint32(packet.statementId);
  bytes.uint16(packet.columnCount);
  bytes.uint16(packet.parameterCount);
  bytes.uint8(0); // reserved
  bytes.uint16(Math.min(packet.warnings, 0xffff));
  if (packet.metadataFollows !== null) bytes.uint8(packet.metadataFollows ? 1 : 0);
}

/** Manual page "COM_STMT_PREPARE Response". */
export function readStmtPrepareOk(payload: Buffer): StmtPrepareOk {
  const reader = new PayloadReader(payload);
  reader.skip(1);
  const statementId = reader.uint32();
  const columnCount = reader.uint16();
  const parameterCount = reader.uint16();
  reader.skip(1);
  const warnings = reader.uint16();
  return { statementId, columnCount, parameterCount, warnings, metadataFollows: reader.remaining > 0 ? reader.uint8() === 1 : null };
}

/**
 * A failure that belongs to the wire and not to a statement: bad framing, bad handshake, refused login.
 * Its number, SQLSTATE and message stand as they are in an ERR packet.
 */
export class ProtocolError extends Error {
  readonly errno: number;
  readonly sqlState: string;

  constructor(errno: number, sqlState: string, message: string) {
    super(message);
    this.name = 'ProtocolError';
    this.errno = errno;
    this.sqlState = sqlState;
  }
}

/** ER_MALFORMED_PACKET: a payload ends before its fields do, or a field has an impossible value. */
export function malformedPacket(): ProtocolError {
  return new ProtocolError(1835, 'HY000', 'Malformed communication packet.');
}

/** ER_HANDSHAKE_ERROR: the client's half of the connection phase cannot be understood. */
export function badHandshake(reason: string): ProtocolError {
  return new ProtocolError(1043, '08S01', `Bad handshake: ${reason}`);
}

/** ER_NET_PACKETS_OUT_OF_ORDER: a sequence id other than the expected one. */
export function packetsOutOfOrder(): ProtocolError {
  return new ProtocolError(1156, '08S01', 'Got packets out of order');
}

/** ER_NET_PACKET_TOO_LARGE. */
export function packetTooLarge(): ProtocolError {
  return new ProtocolError(1153, '08S01', "Got a packet bigger than 'max_allowed_packet' bytes");
}

/** ER_UNKNOWN_COM_ERROR. */
export function unknownCommand(): ProtocolError {
  return new ProtocolError(1047, '08S01', 'Unknown command');
}

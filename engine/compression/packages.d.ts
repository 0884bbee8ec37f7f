declare module 'unbzip2-stream' {
  /** A stream from bzip2 data, of one or several members, to what was compressed. */
  export default function unbzip2(): NodeJS.ReadWriteStream;
}

/** The package `mysql` comes without types; these are the few that the tests use. */
declare module 'mysql' {
  interface Connection {
    query(sql: string, callback: (error: Error | null, rows: unknown) => void): void;
    destroy(): void;
  }
  const mysql: {
    createConnection(options: { host: string; port: number; user: string; password: string }): Connection;
  };
  export default mysql;
}

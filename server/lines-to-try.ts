import type { Settings } from './settings.js';
import type { Stagewire } from './stagewire.js';

/** Shell lines that show the main job with stock clients; the password, if there is one, is asked for. */
export function linesToTry({ host, rootPassword }: Settings, { mysqlPort, httpPort }: Pick<Stagewire, 'mysqlPort' | 'httpPort'>): readonly string[] {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const hasPassword = rootPassword !== null && rootPassword !== '';
  const mysql = `mysql -h ${reached} -P ${mysqlPort} -u root${hasPassword ? ' -p' : ''}`;
  const url = `http://${reached.includes(':') ? `[${reached}]` : reached}:${httpPort}`;
  return [
    `${mysql} -e "CREATE STAGE IF NOT EXISTS s1"`,
    `echo 'id,title' | curl -u root${hasPassword ? '' : ':'} -H 'x-databend-stage-name: s1' -F 'upload=@-;filename=books.csv' ${url}/v1/upload_to_stage`,
    `${mysql} -e "LIST @s1"`,
    `${mysql} -e "DROP STAGE s1"`,
  ];
}

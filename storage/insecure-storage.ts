import { StagewireError } from '../errors/index.js';

/** 3903, for a location that the server's settings forbid. */
export function insecureStorage(why: string): StagewireError {
  return new StagewireError('StorageInsecure', `copy from insecure storage is not allowed: ${why}`);
}

/** 3903 for a URL over which data would go without TLS, unless settings allow plain http. */
export function refuseInsecure({ protocol }: URL, allowInsecure: boolean, why: string): void {
  if (protocol === 'https:' || (protocol === 'http:' && allowInsecure)) return;
  throw insecureStorage(why);
}

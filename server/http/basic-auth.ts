import { HttpError } from './http-error.js';

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/**
 * User and password of an `Authorization: Basic …` header. The password may hold colons, the user
 * none; both are UTF-8. 401 if the header is missing, 400 if it cannot be read. RFC 7617.
 */
export function parseBasicAuth(header: string | undefined): BasicCredentials {
  if (header === undefined) throw new HttpError(401, 'authentication is required: send user and password by HTTP Basic');
  const [, scheme = '', value = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== 'basic') throw new HttpError(401, `authentication by '${scheme}' is not supported, use HTTP Basic`);
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  const colon = text.indexOf(':');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value) || colon === -1) throw new HttpError(400, 'the Authorization header holds no user and password');
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

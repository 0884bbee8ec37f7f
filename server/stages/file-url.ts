import { StagewireError } from '../../errors/index.js';

/** Where the HTTP listener has the files of stages. */
export const FILES_PATH = '/v1/stages/';

/** The URL of a staged file at our HTTP listener. It lasts as long as the file, and grants nothing by itself. */
export function fileUrl(publicUrl: string, stage: string, path: string): string {
  return publicUrl.replace(/\/+$/, '') + FILES_PATH + [stage, ...path.split('/')].map(encodeURIComponent).join('/');
}

/** The stage and path that the path of such a URL names. 1006 for one that can't be read. */
export function fileOfUrl(urlPath: string): { readonly stage: string; readonly path: string } {
  try {
    const [stage = '', ...path] = urlPath.slice(FILES_PATH.length).split('/').map(decodeURIComponent);
    return { stage, path: path.join('/') };
  } catch (error) {
    throw new StagewireError('BadArguments', 'the path of the URL is not encoded as UTF-8 in percent signs', { cause: error });
  }
}

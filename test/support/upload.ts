export interface UploadOptions {
  readonly folder?: string;
  readonly user?: string;
  readonly password?: string;
}

/** Uploads files into a stage, as one form. */
export function upload(httpUrl: string, stage: string, files: Readonly<Record<string, Uint8Array | string>>, { folder, user = 'root', password = '' }: UploadOptions = {}): Promise<Response> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append('upload', new Blob([content]), name);
  return fetch(`${httpUrl}/v1/upload_to_stage`, {
    method: 'PUT',
    body: form,
    headers: { ...basicAuth(user, password), 'x-databend-stage-name': stage, ...(folder !== undefined && { 'x-databend-relative-path': folder }) },
  });
}

export function basicAuth(user: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

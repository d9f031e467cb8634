/** The shop as a Lambda function behind an HTTP API: what serves before its first release. */
export const handler = async (event) => {
  const path = event?.rawPath ?? '/health';
  if (path === '/health') return json(200, { status: 'ok' });
  if (path === '/products') return json(200, [{ id: 1, name: 'Teapot', cents: 2490 }]);
  return json(404, { error: 'not found' });
};

const json = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

// A sign-in service by panva's oidc-provider, for one scenario: node provider.js REDIRECT_URI
// Prints its address; whoever signs in with the name N is N@example.org, with the role N.
import Provider from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
// It advises newer versions of Node than the ones that run it.
console.warn = console.info = () => {};

function account(_context, name) {
  const claims = () => ({ sub: name, email: `${name}@example.org`, email_verified: true, roles: [name] });
  return { accountId: name, claims };
}

const { createServer } = await import('node:http');
const server = createServer((request, reply) => provider.callback()(request, reply));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const address = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(address, {
  clients: [{
    client_id: 'bridgeboard',
    client_secret: 'known to both',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [redirectUri],
  }],
  claims: { openid: ['sub', 'roles'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: account,
  cookies: { keys: ['only for tests'] },
});
// Nothing leaves this machine: its pages ask another for a font.
provider.use(async (context, next) => {
  await next();
  if (typeof context.body === 'string') context.body = context.body.replace(/@import[^;]*;/g, '');
});
console.log(address);

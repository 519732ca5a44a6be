// The gRPC door seen by a bare HTTP/2 client: the frames, headers and trailers that gRPC libraries hide.
'use strict';

const assert = require('node:assert/strict');
const http2 = require('node:http2');
const { cases, run } = require('./cases');

const origin = `http://${process.env.OI_GRPC}`;
const service = '/inference.GRPCInferenceService/';

// The message in its length-prefixed frame.
const framed = (message, flag = 0) => {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

// What the server answers to one call: headers, trailers, body, and the code of a reset.
const exchange = (session, path, body, headers = {}) => new Promise((resolve) => {
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers });
  const answer = { headers: {}, trailers: {}, parts: [] };
  stream.on('response', (received) => { answer.headers = received; });
  stream.on('trailers', (received) => { answer.trailers = received; });
  stream.on('data', (part) => answer.parts.push(part));
  stream.on('error', () => {});
  stream.on('close', () => resolve({ ...answer, body: Buffer.concat(answer.parts), reset: stream.rstCode }));
  stream.end(body);
});

async function connected(test) {
  const session = http2.connect(origin);
  session.on('error', () => {});
  try {
    await test(session);
  } finally {
    session.destroy();
  }
}

// A status in the trailers, or in the headers where there are no others.
const statusOf = (answer) => answer.trailers['grpc-status'] ?? answer.headers['grpc-status'];

const newMark = () => BigInt(Math.floor(Math.random() * 2 ** 40));

const markRequest = (model, mark) => {
  const text = (field, value) => Buffer.concat([Buffer.from([field << 3 | 2, value.length]), value]);
  const data = Buffer.alloc(8);
  data.writeBigInt64LE(mark);
  const input = Buffer.concat([text(1, Buffer.from('mark')), text(2, Buffer.from('INT64')), text(3, Buffer.from([1]))]);
  return framed(Buffer.concat([text(1, Buffer.from(model)), text(5, input), text(7, data)]));
};

cases.an_answer_and_its_trailers = () => connected(async (session) => {
  const answer = await exchange(session, `${service}ServerLive`, framed(Buffer.alloc(0)));
  assert.equal(answer.headers[':status'], 200);
  assert.equal(answer.headers['content-type'], 'application/grpc');
  assert.deepEqual(answer.body, framed(Buffer.from([8, 1])));
  assert.equal(answer.trailers['grpc-status'], '0');
});

cases.an_error_is_trailers_only_with_its_text_percent_encoded = () => connected(async (session) => {
  const message = Buffer.concat([Buffer.from([10, 3]), Buffer.from('ä%'), Buffer.from([42, 0])]);
  const answer = await exchange(session, `${service}ModelInfer`, framed(message));
  assert.equal(answer.headers[':status'], 200);
  assert.equal(answer.headers['grpc-status'], '5');
  assert.match(answer.headers['grpc-message'], /^Request for unknown model: '%C3%A4%25'/);
  assert.equal(answer.body.length, 0);
});

// Requests for a model that have ended with a fault.
const faultsOf = async (model) => {
  const stats = await (await fetch(`${process.env.OI_HTTP}/v2/models/${model}/stats`)).json();
  return Number(stats.model_stats[0].inference_stats.fail.count);
};

async function untilFaultsExceed(model, count) {
  for (const end = Date.now() + 10_000; await faultsOf(model) <= count;) assert.ok(Date.now() < end, `no request for ${model} has ended with a fault`);
}

cases.the_server_itself_ends_a_call_at_its_deadline_and_never_runs_it = () => connected(async (session) => {
  const infer = (model, mark, headers) => exchange(session, `${service}ModelInfer`, markRequest(model, mark), headers);
  const [first, second] = [newMark(), newMark()];
  const held = infer('hold', first);
  await infer('started', first);
  const faults = await faultsOf('hold');
  try {
    assert.equal(statusOf(await infer('hold', second, { 'grpc-timeout': '100m' })), '4');
    // The door goes by its own clock; the pool lets go of the request a moment before or after.
    await untilFaultsExceed('hold', faults);
  } finally {
    await infer('release', first);
  }
  assert.equal(statusOf(await held), '0');
  const ran = await infer('release', first);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(second);
  assert.ok(!ran.body.includes(bytes), 'the call ran after its deadline');
});

cases.malformed_calls_have_a_status = () => connected(async (session) => {
  const live = `${service}ServerLive`;
  const message = framed(Buffer.alloc(0));
  assert.equal(statusOf(await exchange(session, live, message, { 'grpc-timeout': '1 hour' })), '13');
  assert.equal(statusOf(await exchange(session, live, message, { 'grpc-encoding': 'br' })), '12');
  assert.equal(statusOf(await exchange(session, live, framed(Buffer.alloc(0), 1))), '13', 'compressed without a coding');
  assert.equal(statusOf(await exchange(session, live, framed(Buffer.alloc(0), 7))), '13', 'an unknown flag');
  assert.equal(statusOf(await exchange(session, live, Buffer.alloc(0))), '13', 'no message');
  assert.equal(statusOf(await exchange(session, live, message.subarray(0, 3))), '13', 'half a prefix');
  assert.equal(statusOf(await exchange(session, live, Buffer.concat([message, message]))), '13', 'two messages');
  assert.equal(statusOf(await exchange(session, `${service}Nothing`, message)), '12');
  assert.equal((await exchange(session, live, message, { 'content-type': 'application/json' })).headers[':status'], 415);
  assert.equal(statusOf(await exchange(session, live, message)), '0', 'the next call');
});

cases.the_answer_to_ping = () => connected((session) => new Promise((resolve, reject) => {
  const payload = Buffer.from('8 bytes.');
  session.once('connect', () => session.ping(payload, (error, _, echoed) => (error ? reject(error) : resolve(assert.deepEqual(echoed, payload)))));
}));

cases.more_than_a_hundred_streams_are_allowed = () => connected((session) => new Promise((resolve) => {
  session.once('remoteSettings', (settings) => resolve(assert.ok(settings.maxConcurrentStreams >= 1000, `${settings.maxConcurrentStreams}`)));
}));

cases.calls_that_are_reset_at_once_harm_no_other = () => connected(async (session) => {
  for (let i = 0; i < 90; i++) {
    const stream = session.request({ ':method': 'POST', ':path': `${service}ServerLive`, 'content-type': 'application/grpc', te: 'trailers' });
    stream.on('error', () => {});
    stream.close(http2.constants.NGHTTP2_CANCEL);
  }
  assert.equal(statusOf(await exchange(session, `${service}ServerLive`, framed(Buffer.alloc(0)))), '0');
});

run();

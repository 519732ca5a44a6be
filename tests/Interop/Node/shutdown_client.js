// A bare HTTP/2 client under whose load the server is stopped: GOAWAY tells which calls it has admitted.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http2 = require('node:http2');
const { cases, run } = require('./cases');

const maxStream = 2 ** 31 - 1;

const field = (number, value) => {
  const length = value.length < 128 ? [value.length] : [value.length & 127 | 128, value.length >> 7];
  return Buffer.concat([Buffer.from([number << 3 | 2, ...length]), value]);
};
const input = Buffer.concat([field(1, Buffer.from('image')), field(2, Buffer.from('FP32')), field(3, Buffer.from([1, 1, 8, 8]))]);
const message = Buffer.concat([field(1, Buffer.from('digits')), field(5, input), field(7, Buffer.alloc(256))]);
const prefix = Buffer.alloc(5);
prefix.writeUInt32BE(message.length, 1);
const framed = Buffer.concat([prefix, message]);

cases.every_admitted_call_is_answered = () => new Promise((resolve) => {
  const session = http2.connect(`http://${process.env.OI_GRPC}`);
  const statuses = new Map(); // by stream
  let [last, open, answered] = [Infinity, 0, 0];
  session.on('goaway', (code, lastStream) => {
    assert.equal(code, http2.constants.NGHTTP2_NO_ERROR);
    last = lastStream;
  });
  session.on('error', () => {});
  const send = () => {
    if (session.closed || session.destroyed) return;
    const stream = session.request({
      ':method': 'POST', ':path': '/inference.GRPCInferenceService/ModelInfer', 'content-type': 'application/grpc', te: 'trailers',
    });
    open += 1;
    let status;
    stream.on('response', (headers) => { status = headers['grpc-status']; });
    stream.on('trailers', (headers) => { status = headers['grpc-status']; });
    stream.on('error', () => {});
    stream.on('close', () => {
      open -= 1;
      if (stream.id !== undefined) statuses.set(stream.id, status);
      answered += status === '0';
      if (answered === 100) fs.writeFileSync(process.env.OI_LOADED, ''); // stop now
      send();
    });
    stream.resume();
    stream.end(framed);
  };
  session.on('connect', () => { for (let i = 0; i < 50; i++) send(); });
  session.on('close', () => setImmediate(() => {
    // The first GOAWAY names no stream yet, and the second may be lost with the connection. Streams are admitted in their order, so none
    // before one that was answered may be missing either.
    const admitted = Math.max(last < maxStream ? last : 0, ...[...statuses].filter(([, status]) => status === '0').map(([id]) => id));
    const lost = [...statuses].filter(([id, status]) => id <= admitted && status !== '0');
    resolve(assert.deepEqual([lost, open, last < Infinity], [[], 0, true], `admitted were those to ${admitted}; not answered: ${JSON.stringify(lost)}`));
  }));
});

run();

// What KEDA does with its external scaler, in Node: @grpc/grpc-js, with KEDA's messages by @grpc/proto-loader.
'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const { cases, run } = require('./cases');

const { externalscaler } = grpc.loadPackageDefinition(
  protoLoader.loadSync(path.join(__dirname, 'externalscaler.proto'), { keepCase: true, longs: Number, defaults: true }));
const client = new externalscaler.ExternalScaler(process.env.OI_GRPC, grpc.credentials.createInsecure());

// KEDA sends a trigger's metadata as they are, its own keys among them.
const scaled = (metadata = {}) => ({ name: 'silos', namespace: 'inference', scalerMetadata: { scalerAddress: process.env.OI_GRPC, ...metadata } });
const ofPair = scaled({ model: 'pair', metric: 'replicas' });

const call = (method, message) => new Promise((resolve, reject) => {
  client[method](message, new grpc.Metadata(), { deadline: Date.now() + 20_000 }, (error, answer) => (error ? reject(error) : resolve(answer)));
});

// As KEDA's operator: the spec becomes the HPA's target, then the HPA asks for the metric that the spec named. AverageValue: value / target pods.
async function podsOf(object) {
  const [spec] = (await call('GetMetricSpec', object)).metricSpecs;
  const [metric] = (await call('GetMetrics', { scaledObjectRef: object, metricName: spec.metricName })).metricValues;
  assert.equal(metric.metricName, spec.metricName);
  return Math.ceil((metric.metricValueFloat || metric.metricValue) / (spec.targetSizeFloat || spec.targetSize));
}

const change = async (action, body) => {
  const answer = await fetch(`${process.env.OI_HTTP}/v2/autoscaler/models/pair/${action}`, { method: 'POST', body });
  assert.equal(answer.status, 200);
};

// Each answer of a stream as it comes, and how it ended.
function open(method, object) {
  const [answers, waiting] = [[], []];
  const stream = client[method](object, new grpc.Metadata(), { deadline: Date.now() + 60_000 });
  const ended = new Promise((resolve) => { stream.on('status', resolve); });
  stream.on('error', () => {});
  stream.on('data', (answer) => (waiting.length > 0 ? waiting.shift()(answer) : answers.push(answer)));
  const next = () => (answers.length > 0 ? Promise.resolve(answers.shift()) : new Promise((resolve) => { waiting.push(resolve); }));
  return { next, ended, cancel: () => stream.cancel() };
}

cases.an_HPA_gets_as_many_pods_as_silos_are_wanted = async () => {
  assert.equal(await podsOf(scaled()), 3);
  assert.equal((await call('IsActive', scaled())).result, true);
};

cases.a_model_s_replicas = async () => {
  assert.equal(await podsOf(ofPair), 3);
  assert.deepEqual((await call('GetMetricSpec', ofPair)).metricSpecs, [{ metricName: 'replicas', targetSize: 1, targetSizeFloat: 1 }]);
};

cases.a_fraction_travels_as_a_double = async () => {
  const object = scaled({ model: 'pair', metric: 'utilisation' });
  assert.equal((await call('GetMetricSpec', object)).metricSpecs[0].targetSizeFloat, 0.5);
  assert.deepEqual(
    (await call('GetMetrics', { scaledObjectRef: object, metricName: 'utilisation' })).metricValues,
    [{ metricName: 'utilisation', metricValue: 1, metricValueFloat: 0.75 }]);
};

cases.a_push_scaler_hears_of_changes_and_may_leave = async () => {
  const [activity, specs] = [open('StreamIsActive', ofPair), open('StreamMetricSpec', ofPair)];
  assert.equal((await activity.next()).result, true);
  assert.equal((await specs.next()).metricSpecs[0].targetSizeFloat, 1);
  await change('pin', '{"replicas": 0}');
  try {
    assert.equal((await activity.next()).result, false);
    assert.equal((await call('IsActive', ofPair)).result, false);
    assert.equal(await podsOf(ofPair), 0);
  } finally {
    await change('unpin', '');
  }
  assert.equal((await activity.next()).result, true);
  for (const stream of [activity, specs]) {
    stream.cancel();
    assert.equal((await stream.ended).code, grpc.status.CANCELLED);
  }
};

cases.metadata_that_are_not_known = async () => {
  await assert.rejects(call('IsActive', scaled({ modle: 'pair' })), { code: grpc.status.INVALID_ARGUMENT, details: /'modle' is not known; expected model, version, metric/ });
  await assert.rejects(call('GetMetricSpec', scaled({ model: 'nowhere', metric: 'replicas' })), { code: grpc.status.NOT_FOUND });
};

run().finally(() => client.close());

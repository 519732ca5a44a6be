using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrleansInference.Inference;
using OrleansInference.Models;

namespace OrleansInference.Ensembles;

/// <summary>
/// One request to an ensemble: runs each step as soon as its inputs are there. The first step that fails ends the request; the others are cancelled, and
/// what they hold is given back when they end. Everything but the steps themselves happens in turn, so nothing here needs a lock.
/// </summary>
internal sealed partial class EnsembleRun
{
    private readonly List<Task<StepEnd>> _running = [];
    private readonly EnsemblePlan _plan;
    private readonly EnsembleSelection _selection;
    private readonly InferenceRequest _request;
    private readonly EnsembleTensors _tensors;
    private readonly StepDispatch _dispatch;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _started;
    private readonly int[] _missing;
    private readonly bool[] _isRunning;
    private bool _areInputsInUse;

    /// <param name="plan">What to run.</param>
    /// <param name="request">For the ensemble; its inputs and outputs are among the plan's.</param>
    /// <param name="dispatch">The way to the steps' models.</param>
    /// <param name="limit">Time for all steps together.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="logger">Of what happens when the caller has its answer already.</param>
    public EnsembleRun(EnsemblePlan plan, InferenceRequest request, StepDispatch dispatch, TimeSpan limit, TimeProvider time, ILogger logger)
    {
        (_plan, _request, _dispatch, _limit, _time, _logger) = (plan, request, dispatch, limit, time, logger);
        _selection = plan.For(request.RequestedOutputs);
        _tensors = new EnsembleTensors(plan, _selection);
        _missing = [.. _selection.Missing];
        _isRunning = new bool[_missing.Length];
        _started = time.GetTimestamp();
    }

    /// <param name="model">What the response says that computed it.</param>
    /// <param name="cancellationToken">Of the caller.</param>
    public async ValueTask<InferenceOutcome> Run(ModelVersion model, CancellationToken cancellationToken)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (var input in _request.Inputs) _tensors.Put(_plan.Find(input.Name), input, _plan.Signature.MaxBatchSize > 0);
            for (var step = 0; step < _missing.Length; step++)
                if (_missing[step] == 0) Start(step, cancellation.Token);
            while (_running.Count > 0)
            {
                var end = await Next();
                if (!Finish(end))
                {
                    var outcome = FaultOf(end);
                    Abandon(cancellation);
                    return outcome;
                }
                StartReaders(end.Step, cancellation.Token);
            }
        }
        catch
        {
            Abandon(cancellation);
            throw;
        }
        cancellation.Dispose();
        return Respond(model);
    }

    private async Task<StepEnd> Next()
    {
        var task = _running.Count == 1 ? _running[0] : await Task.WhenAny(_running);
        _running.Remove(task);
        return await task;
    }

    private void Start(int step, CancellationToken cancellationToken)
    {
        (_missing[step], _isRunning[step]) = (-1, true);
        _running.Add(RunStep(step, cancellationToken));
    }

    private void StartReaders(int writer, CancellationToken cancellationToken)
    {
        foreach (var tensor in _plan.Steps[writer].Outputs)
            foreach (var reader in _plan.Readers[tensor])
                if (_missing[reader] > 0 && --_missing[reader] == 0) Start(reader, cancellationToken);
    }

    private async Task<StepEnd> RunStep(int step, CancellationToken cancellationToken)
    {
        var planned = _plan.Steps[step];
        var tensors = _tensors.Read(planned.Inputs); // before anything else can happen
        var model = await _dispatch.Describe(planned.Step, cancellationToken);
        if (planned.Step.Version is null && model is not null) model = _dispatch.Choose(model, _request.Parameters);
        var isBatched = model?.Signature is { MaxBatchSize: > 0 };
        var inputs = StepInputs.Of(planned, model?.Signature, tensors, out var fault);
        var left = _limit - _time.GetElapsedTime(_started);
        if (left <= TimeSpan.Zero)
            fault = InferenceFault.Of(FaultKind.DeadlineExceeded, $"the deadline, {_limit.TotalMilliseconds:0.###} ms after the request came, passed before it could begin");
        if (fault is not null) return new StepEnd(step, InferenceOutcome.Of(fault), isBatched);

        var request = _request with
        {
            Model = planned.Step.Model,
            Version = model?.Id.Version ?? planned.Step.Version, // the one whose signature the inputs were made for
            TimeLeft = left,
            Inputs = inputs,
            RequestedOutputs = _selection.Requested[step],
        };
        return new StepEnd(step, await _dispatch.Infer(request, cancellationToken), isBatched);
    }

    /// <summary>Takes what a step has written, and gives up what it has read. False where it failed.</summary>
    private bool Finish(StepEnd end)
    {
        var planned = _plan.Steps[end.Step];
        _isRunning[end.Step] = false;
        if (end.Outcome.MayReuseInputs)
        {
            _tensors.Drop(planned.Reads);
        }
        else
        {
            _areInputsInUse |= _plan.ReadsRequest(planned);
            _tensors.Leave(planned.Reads);
        }
        if (end.Outcome.Response is not { } response) return false;
        foreach (var output in response.Outputs)
            if (planned.TensorOf(output.Name) is { } tensor) _tensors.Put(tensor, output with { Name = _plan.Names[tensor] }, end.IsBatched);
            else TensorMemory.Release(output.Data);
        return true;
    }

    private InferenceOutcome FaultOf(StepEnd end)
    {
        var fault = end.Outcome.Fault!;
        for (var step = 0; step < _isRunning.Length; step++) _areInputsInUse |= _isRunning[step] && _plan.ReadsRequest(_plan.Steps[step]);
        return InferenceOutcome.Of(fault with
        {
            // The model that the caller named is known.
            Kind = fault.Kind == FaultKind.UnknownModel ? FaultKind.ModelNotReady : fault.Kind,
            Message = $"ensemble '{_request.Model}', {_plan.Spec.NameOf(end.Step)}: {fault.Message}",
        }) with { InputsInUse = _areInputsInUse };
    }

    private InferenceOutcome Respond(ModelVersion model)
    {
        var outputs = ImmutableArray.CreateBuilder<InferenceTensor>(_selection.Outputs.Length);
        foreach (var number in _selection.Outputs)
        {
            var name = _plan.Names[number];
            var (output, isBatched) = _tensors.Take(number);
            if (output is null)
            {
                foreach (var taken in outputs) TensorMemory.Release(taken.Data);
                return InferenceOutcome.Of(FaultKind.ModelError, $"ensemble '{_request.Model}': the step that writes output '{name}' did not") with { InputsInUse = _areInputsInUse };
            }
            outputs.Add(output with { Shape = TensorShapes.Convert(output.Shape, isBatched, _plan.OutputOf(name), _plan.Signature.MaxBatchSize > 0) });
        }
        return InferenceOutcome.Of(new InferenceResponse { Model = model, Outputs = outputs.MoveToImmutable() }) with { InputsInUse = _areInputsInUse };
    }

    /// <summary>Cancels what runs, and gives back what nobody will read.</summary>
    private void Abandon(CancellationTokenSource cancellation)
    {
        for (var step = 0; step < _missing.Length; step++)
            if (_missing[step] >= 0) _tensors.Drop(_plan.Steps[step].Reads);
        _tensors.Drop(_selection.Outputs);
        cancellation.Cancel();
        _ = Settle(cancellation);
    }

    private async Task Settle(CancellationTokenSource cancellation)
    {
        while (_running.Count > 0)
            try
            {
                Finish(await Next());
            }
            catch (Exception exception)
            {
                LogBroken(exception, _request.Model);
            }
        cancellation.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A cancelled step of ensemble {Ensemble} ended with an exception")]
    private partial void LogBroken(Exception exception, string ensemble);
}

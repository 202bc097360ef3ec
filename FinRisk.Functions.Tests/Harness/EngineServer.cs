using DurableTask.Core;
using DurableTask.Core.Entities;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using P = Microsoft.DurableTask.Protobuf;

namespace FinRisk.Functions.Tests.Harness;

/// <summary>
/// The gRPC service that Durable's client calls, as the Functions host offers it: Durable's own test server over the real engine,
/// and the two calls about entities that it does not have. Counts what costs storage transactions.
/// </summary>
internal sealed class EngineServer : TaskHubGrpcServer
{
    private readonly EntityBackendQueries _entities;
    private readonly IOrchestrationServiceClient _client;
    private int _instanceReads;

    public EngineServer(
        IHostApplicationLifetime lifetime,
        ILoggerFactory logs,
        IOrchestrationService service,
        IOrchestrationServiceClient client,
        IOptions<TaskHubGrpcServerOptions> options)
        : base(lifetime, logs, service, client, options) =>
        (_entities, _client) = (((IEntityOrchestrationService)service).EntityBackendQueries!, client);

    /// <summary>How often an instance was read.</summary>
    public int InstanceReads => _instanceReads;

    /// <summary>While set, every read of an entity fails with it.</summary>
    public RpcException? EntityFault { get; set; }

    /// <summary>While set, every start of an instance fails with it, as where storage is away.</summary>
    public RpcException? StartFault { get; set; }

    /// <summary>So many of the next reads of an instance fail.</summary>
    public int InstanceFaults { get; set; }

    /// <summary>While set, there is no instance to read, as where storage has lost one.</summary>
    public bool InstancesAreLost { get; set; }

    /// <summary>While set, a read of an instance is not answered, as where storage hangs.</summary>
    public bool InstanceReadsHang { get; set; }

    /// <inheritdoc/>
    public override Task<P.CreateInstanceResponse> StartInstance(P.CreateInstanceRequest request, ServerCallContext context) =>
        StartFault is { } exception ? throw exception : base.StartInstance(request, context);

    /// <inheritdoc/>
    public override async Task<P.GetInstanceResponse> GetInstance(P.GetInstanceRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _instanceReads);
        if (InstancesAreLost)
            return new P.GetInstanceResponse { Exists = false };
        if (InstanceReadsHang)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        return InstanceFaults-- > 0
            ? throw new RpcException(new Status(StatusCode.Unknown, "Exception was thrown by handler."))
            : await base.GetInstance(request, context);
    }

    /// <inheritdoc/>
    public override async Task<P.GetEntityResponse> GetEntity(P.GetEntityRequest request, ServerCallContext context)
    {
        if (EntityFault is { } exception)
            throw exception;
        var found = await _entities.GetEntityAsync(
            EntityId.FromString(request.InstanceId), request.IncludeState, includeStateless: false, context.CancellationToken);
        return found is not { } entity
            ? new P.GetEntityResponse { Exists = false }
            : new P.GetEntityResponse
            {
                Exists = true,
                Entity = new P.EntityMetadata
                {
                    InstanceId = entity.EntityId.ToString(),
                    LastModifiedTime = Timestamp.FromDateTime(entity.LastModifiedTime.ToUniversalTime()),
                    BacklogQueueSize = entity.BacklogQueueSize,
                    LockedBy = entity.LockedBy,
                    SerializedState = entity.SerializedState,
                },
            };
    }

    /// <inheritdoc/>
    public override async Task<P.SignalEntityResponse> SignalEntity(P.SignalEntityRequest request, ServerCallContext context)
    {
        var signal = ClientEntityHelpers.EmitOperationSignal(
            new OrchestrationInstance { InstanceId = request.InstanceId }, Guid.Parse(request.RequestId), request.Name,
            request.Input, null);
        await _client.SendTaskOrchestrationMessageAsync(signal.AsTaskMessage());
        return new P.SignalEntityResponse();
    }
}

namespace FinRisk.StorageProxy;

/// <summary>What <c>GET /</c> of the control port says.</summary>
/// <param name="Endpoints">What a host is pointed at.</param>
/// <param name="RunsStorage">Whether <c>PUT /storage</c> can stop and start the emulator.</param>
/// <param name="Requests">By service.</param>
public sealed record StorageState(
    StorageEndpoints Endpoints, bool RunsStorage, IReadOnlyDictionary<string, RequestCounts> Requests);

/// <summary>The addresses of the three services, with the account.</summary>
/// <param name="Blob">Blobs.</param>
/// <param name="Queue">Queues.</param>
/// <param name="Table">Tables.</param>
public sealed record StorageEndpoints(Uri Blob, Uri Queue, Uri Table);

/// <summary>Counts since the start.</summary>
/// <param name="Passed">Requests that storage answered.</param>
/// <param name="Struck">Requests that met a fault. A late one is counted in both.</param>
public sealed record RequestCounts(long Passed, long Struck);

/// <summary>What <c>PUT /storage</c> asks for.</summary>
/// <param name="Running">Whether the emulator is to run.</param>
public sealed record StorageOrder(bool Running);

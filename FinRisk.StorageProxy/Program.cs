using FinRisk.StorageProxy;

if (ProxyOptions.TryRead(args, out var options, out var fault))
{
    await using var proxy = await FaultProxy.StartAsync(options);
    var storage = proxy.Endpoints;
    Console.WriteLine($"Storage at {storage.Blob}, {storage.Queue} and {storage.Table}; its faults at {proxy.Control}.");
    await proxy.RunAsync();
    return 0;
}

await Console.Error.WriteLineAsync(fault);
return 2;

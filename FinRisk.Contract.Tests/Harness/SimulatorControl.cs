namespace FinRisk.Contract.Tests.Harness;

/// <summary>The control API of a simulated provider.</summary>
/// <param name="address">Its address, such as <c>http://127.0.0.1:7072/control</c>.</param>
internal sealed class SimulatorControl(Uri address) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    /// <summary>Starts afresh: no fault, and the keys of the simulator's start.</summary>
    public Task ResetAsync() => SendAsync(HttpMethod.Delete, "", null);

    /// <summary>Accepts one key and no other.</summary>
    public Task AcceptKeyAsync(string key) => SendAsync(HttpMethod.Put, "/keys", $$"""{"keys":["{{key}}"]}""");

    /// <summary>Has every call end in a fault.</summary>
    /// <param name="fault">JSON, as the control API takes it.</param>
    public Task FailAsync(string fault) => SendAsync(HttpMethod.Put, "/faults", $$"""{"fault":{{fault}},"forever":true}""");

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, new Uri(address + path));
        request.Content = json is null ? null : new StringContent(json, null, "application/json");
        using var response = await _http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
    }
}

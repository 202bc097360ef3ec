using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>Takes the verifier's requests for a provider's state, and brings it about over the simulator's control API.</summary>
internal sealed class StateChanger : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatorControl _control;

    private StateChanger(WebApplication app, SimulatorControl control) => (_app, _control) = (app, control);

    /// <summary>Where the verifier posts states to.</summary>
    public Uri Address => new(new Uri(_app.Urls.Single()), "/states");

    /// <summary>Starts one on a free loopback port.</summary>
    /// <param name="control">The simulated provider's control API.</param>
    public static async Task<StateChanger> StartAsync(Uri control)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var changer = new StateChanger(app, new SimulatorControl(control));
        app.MapPost("/states", changer.HandleAsync);
        await app.StartAsync();
        return changer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _control.Dispose();
    }

    /// <summary>400 for a state that nobody knows: then the interaction fails, and not because of the provider.</summary>
    private async Task HandleAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var text = body.RootElement.GetProperty("state").GetString();
        if (ProviderState.All.SingleOrDefault(state => state.Text == text) is not { } state)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await _control.ResetAsync();
        if (state.AcceptsKey)
            await _control.AcceptKeyAsync(ConsumerPact.Key);
        if (state.Fault is { } fault)
            await _control.FailAsync(fault);
    }
}

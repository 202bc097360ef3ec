// The bare relay: the least ASP.NET Core program that sends the body on and the answer back. What FinRisk costs is told as
// a ratio to this. No checks, no logs, no retries, no durability, on purpose. With --journal FILE it is the floor under every
// durable program: the same, and two bare commits per request.

using System.Net;
using FinRisk.Bench.Relay;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();

var target = builder.Configuration["target"] ?? throw new InvalidOperationException(
    "--target URL (the vendor's base) is missing.");
var key = builder.Configuration["key"] ?? throw new InvalidOperationException("--key KEY (the vendor's key) is missing.");

using var handler = new SocketsHttpHandler
{
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    UseCookies = false,
};
using var vendor = new HttpMessageInvoker(handler);
var journal = builder.Configuration["journal"] is { } path ? new CommitJournal(path) : null;
var forwarder = new Forwarder(vendor, new Uri($"{target.TrimEnd('/')}/v1/score"), key, journal);

var app = builder.Build();
app.MapPost("/validate", forwarder.ForwardAsync);
await app.RunAsync();

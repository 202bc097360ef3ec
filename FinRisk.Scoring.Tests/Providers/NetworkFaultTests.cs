using System.Net;
using System.Net.Sockets;
using FinRisk.Scoring.Circuit;
using FinRisk.Scoring.Ids;
using FinRisk.Scoring.Providers;
using FinRisk.Scoring.Tests.Privacy;
using FinRisk.Scoring.Tests.Telemetry;
using FinRisk.Scoring.Tests.Validations;
using FinRisk.Scoring.Validations;
using Microsoft.Extensions.DependencyInjection;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>
/// What broke a connection is told apart in result, log and span; trouble of this machine is none of the vendor's.
/// </summary>
public sealed class NetworkFaultTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319d";

    private static ValidationInput Input =>
        Sample.Input(applicant: Secrets.SealJane(Sample.Id), traceParent: $"00-{TraceId}-b7ad6b7169203331-01");

    [Fact]
    public async Task A_name_that_nobody_knows() => await AssertFaultAsync(
        new Uri("https://vendor.invalid"), HttpRequestError.NameResolutionError, "name_resolution_error");

    [Fact]
    public async Task A_refused_connection() => await AssertFaultAsync(
        new Uri("http://127.0.0.1:9"), HttpRequestError.ConnectionError, "connection_error");

    [Fact]
    public async Task A_certificate_that_cannot_be_trusted()
    {
        // Plain HTTP where TLS is expected: the handshake fails as it does with a wrong certificate.
        await using var vendor = await VendorStub.StartAsync(Answers.Score);
        await AssertFaultAsync(
            new Uri(
                $"https://127.0.0.1:{vendor.Address.Port}"), HttpRequestError.SecureConnectionError, "secure_connection_error");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_is_reset_or_closed(bool reset)
    {
        await using var vendor = RawVendor.Start(_ => reset ? null : []);
        await AssertFaultAsync(vendor.Address, HttpRequestError.ResponseEnded, "response_ended");
    }

    [Fact]
    public async Task A_response_that_is_no_HTTP()
    {
        await using var vendor = RawVendor.Start(_ => "220 smtp.vendor.example ready\r\n\r\n"u8.ToArray());
        await AssertFaultAsync(vendor.Address, HttpRequestError.HttpProtocolError, "http_protocol_error");
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    [InlineData(SocketError.AddressNotAvailable)]
    [InlineData(SocketError.AddressAlreadyInUse)]
    public async Task A_machine_without_a_socket_left_says_nothing_of_the_vendor(SocketError error)
    {
        await using var bench = await ClientBench.StartElsewhereAsync(
            new Uri("http://127.0.0.1:1"),
            services => services.AddHttpClient(ProviderName.RiskShield).ConfigurePrimaryHttpMessageHandler((handler, _) =>
                ((SocketsHttpHandler)handler).ConnectCallback = (_, _) => throw new SocketException((int)error)));
        var result = await bench.ScoreAsync();
        Assert.Equal((AttemptStatus.LocalFault, CircuitVerdict.Neutral), (result.Status, result.Status.ToVerdict()));
    }

    [Fact]
    public async Task A_vendor_that_refuses_connections_is_its_own_trouble()
    {
        await using var bench = await ClientBench.StartElsewhereAsync(
            new Uri("http://127.0.0.1:1"),
            services => services.AddHttpClient(ProviderName.RiskShield).ConfigurePrimaryHttpMessageHandler((handler, _) =>
                ((SocketsHttpHandler)handler).ConnectCallback = (_, _) => throw new SocketException(
                    (int)SocketError.ConnectionRefused)));
        Assert.Equal(CircuitVerdict.Failure, (await bench.ScoreAsync()).Status.ToVerdict());
    }

    private static async Task AssertFaultAsync(Uri address, HttpRequestError fault, string errorType)
    {
        using var spans = new SpanRecorder(TraceId);
        await using var bench = await ClientBench.StartElsewhereAsync(address);
        var result = await bench.Attempt.RunAsync(Sample.Call(Input, 1), default);
        Assert.Equal((AttemptStatus.NetworkFailure, fault), (result.Status, result.NetworkError));
        Assert.Equal(WireName.Of(fault), Assert.Single(bench.Log.Events).Values["error"]);
        Assert.Equal(errorType, spans.Ended[0].GetTagItem("error.type"));
    }
}

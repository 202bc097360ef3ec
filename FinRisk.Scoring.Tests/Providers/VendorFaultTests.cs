using System.Net.Sockets;
using FinRisk.Scoring.Providers;

namespace FinRisk.Scoring.Tests.Providers;

/// <summary>
/// OpenTelemetry's <c>error.type</c> for what calls end with; <see cref="NetworkFaultTests"/> has real connections that break.
/// </summary>
public sealed class VendorFaultTests
{
    public static TheoryData<string, Exception> Types => new()
    {
        { "timeout", new OperationCanceledException() },
        { "timeout", new TaskCanceledException() },
        { "name_resolution_error", new HttpRequestException(HttpRequestError.NameResolutionError) },
        { "connection_error", new HttpRequestException(HttpRequestError.ConnectionError) },
        { "secure_connection_error", new HttpRequestException(HttpRequestError.SecureConnectionError) },
        { "proxy_tunnel_error", new HttpRequestException(HttpRequestError.ProxyTunnelError) },
        { "http_protocol_error", new HttpRequestException(HttpRequestError.HttpProtocolError) },
        { "http_protocol_error", new HttpRequestException(HttpRequestError.InvalidResponse) },
        { "response_ended", new HttpRequestException(HttpRequestError.ResponseEnded) },
        { "response_ended", new HttpIOException(HttpRequestError.ResponseEnded) },
        { "response_ended", new IOException("reset", new SocketException((int)SocketError.ConnectionReset)) },
        { "_OTHER", new HttpRequestException(HttpRequestError.Unknown) },
        { "_OTHER", new IOException() },
        { "System.InvalidOperationException", new InvalidOperationException() },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_exception_has_its_type(string type, Exception exception) =>
        Assert.Equal(type, VendorFault.ErrorType(exception));
}

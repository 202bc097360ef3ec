using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FinRisk.Local.Hosting;

/// <summary>
/// Limits the number of open connections: further ones are closed immediately. Kestrel's own limit does the same but logs every
/// refused connection, which floods the log under a flood of connections; this class logs their number at most once a second.
/// </summary>
/// <param name="maxConnections">The maximum number of open connections, over all endpoints.</param>
/// <param name="clock">Measures the time between two log events.</param>
/// <param name="log">Receives <c>connections_refused</c>.</param>
internal sealed partial class ConnectionLimit(int maxConnections, TimeProvider clock, ILogger<ConnectionLimit> log)
{
    /// <summary>The shortest time between two log events about refused connections.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _open;
    private long _refused;
    private bool _hasLogged;
    private long _loggedAt;

    /// <summary>Applies the limit to an endpoint, before all its other middleware. All endpoints share one count.</summary>
    public void ApplyTo(ListenOptions endpoint) => endpoint.Use(next => connection => AcceptAsync(connection, next));

    /// <summary>Serves the connection, or returns immediately if too many are open; Kestrel then closes the connection.</summary>
    public async Task AcceptAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= maxConnections)
                await next(connection);
            else
                CountRefused();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private void CountRefused()
    {
        lock (_gate)
        {
            _refused++;
            if (_hasLogged && clock.GetElapsedTime(_loggedAt) < LogInterval)
                return;
            Log.Refused(log, _refused, maxConnections);
            (_refused, _hasLogged, _loggedAt) = (0, true, clock.GetTimestamp());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            4101,
            LogLevel.Warning,
            "connections_refused: {refused} since the last such line, because {maxConnections} are open",
            EventName = "connections_refused")]
        public static partial void Refused(ILogger log, long refused, int maxConnections);
    }
}

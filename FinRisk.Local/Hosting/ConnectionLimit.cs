using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FinRisk.Local.Hosting;

/// <summary>
/// Closes connections beyond a number at once. Kestrel's own limit does the same, but writes a line for each, and a flood of
/// connections must not become a flood of lines: here a line a second says how many there were.
/// </summary>
internal sealed partial class ConnectionLimit(int maxConnections, TimeProvider clock, ILogger<ConnectionLimit> log)
{
    /// <summary>How often refused connections are logged.</summary>
    public static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _open;
    private long _refused;
    private bool _hasLogged;
    private long _loggedAt;

    /// <summary>Puts the limit in front of everything else on an endpoint; all endpoints share it.</summary>
    public void ApplyTo(ListenOptions endpoint) => endpoint.Use(next => connection => AcceptAsync(connection, next));

    /// <summary>Serves a connection, or returns at once, which closes it.</summary>
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

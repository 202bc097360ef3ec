using System.Runtime.InteropServices;

namespace FinRisk.Local.Hosting;

/// <summary>
/// Ends the process immediately at the second SIGINT or SIGTERM. The first signal begins a graceful shutdown; the second means
/// that the user does not want to wait for it. This loses nothing, because every step of a validation is committed to the store.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>The base of the exit code after a signal, by the convention of shells: 128 plus the signal's number.</summary>
    private const int SignalledExitCode = 128;

    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Registers the handlers; signals count from now on.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(number: 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(number: 15)),
    ];

    /// <summary>The line that tells the user what the first signal does.</summary>
    /// <param name="unfinished">The number of validations that have not ended.</param>
    public static string Describe(int unfinished) => unfinished switch
    {
        0 => "Stopping. Press Ctrl-C again to stop now.",
        1 => "Stopping: 1 validation still runs and goes on at the next start. Press Ctrl-C again to stop now.",
        _ => FormattableString.Invariant(
            $"Stopping: {unfinished} validations still run and go on at the next start. Press Ctrl-C again to stop now."),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Count(int number)
    {
        if (Interlocked.Increment(ref _received) > 1)
            Environment.Exit(SignalledExitCode + number);
    }
}

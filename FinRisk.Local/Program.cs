using System.Net.Sockets;
using FinRisk.Local;
using FinRisk.Local.Privacy;
using FinRisk.Scoring.Settings;
using Microsoft.AspNetCore.Connections;

try
{
    if (args is [SubjectCommand.Name, ..])
        return new SubjectCommand(Console.In, Console.Out, Console.Error).Run(args);
    await using var host = await LocalHost.BuildAsync(args);
    await host.RunAsync();
    return 0;
}
catch (SettingsException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{fault.Message} Stop what listens there, or choose another address with --urls http://127.0.0.1:{{port}}.");
    return 1;
}
catch (Exception fault) when (fault is SocketException or FormatException)
{
    // A port that needs more rights, an address that this machine does not have, or one that is none.
    await Console.Error.WriteLineAsync($"urls: {fault.Message} Choose another address with --urls http://127.0.0.1:{{port}}.");
    return 1;
}
catch (IOException fault)
{
    // The data folder is another process's or cannot be written.
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
